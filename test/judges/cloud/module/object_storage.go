package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
)

const objectKey = "scripts/init node.sh"

func (w *walk) objects(accessKeyID, accessKeySecret string) *oss.Client {
	return oss.NewClient(oss.LoadDefaultConfig().
		WithCredentialsProvider(credentials.NewStaticCredentialsProvider(accessKeyID, accessKeySecret)).
		WithRegion(w.Region).WithEndpoint("http://" + w.Endpoints["oss"]).WithUsePathStyle(true).WithRetryMaxAttempts(1).WithSignatureVersion(oss.SignatureVersionV4))
}

func (w *walk) createObject() {
	ctx, client := context.Background(), w.objects(w.AccessKeyID, w.AccessKeySecret)
	bucket := oss.Ptr(w.Name)
	_, err := client.PutBucket(ctx, &oss.PutBucketRequest{Bucket: bucket})
	w.noteObject("oss PutBucket", nil, err)
	info, err := client.GetBucketInfo(ctx, &oss.GetBucketInfoRequest{Bucket: bucket})
	w.noteObject("oss GetBucketInfo", info, err)
	put, err := client.PutObject(ctx, &oss.PutObjectRequest{Bucket: bucket, Key: oss.Ptr(objectKey), Acl: oss.ObjectACLPublicRead, Body: strings.NewReader(w.Script), Metadata: map[string]string{"made-by": w.Name}})
	w.noteObject("oss PutObject", put, err)
	head, err := client.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: bucket, Key: oss.Ptr(objectKey)})
	w.noteObject("oss HeadObject", head, err)
	w.readObject(ctx, client)
	list, err := client.ListObjectsV2(ctx, &oss.ListObjectsV2Request{Bucket: bucket, Prefix: oss.Ptr("scripts/")})
	w.noteObject("oss ListObjectsV2", list, err)
	buckets, err := client.ListBuckets(ctx, &oss.ListBucketsRequest{})
	w.noteObject("oss ListBuckets", buckets, err)
	w.readBySignedURL(ctx, client)
}

func (w *walk) readObject(ctx context.Context, client *oss.Client) {
	got, err := client.GetObject(ctx, &oss.GetObjectRequest{Bucket: oss.Ptr(w.Name), Key: oss.Ptr(objectKey)})
	if err != nil {
		w.noteObject("oss GetObject", nil, err)
		return
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	w.noteObject("oss GetObject", map[string]any{"text": string(text), "etag": got.ETag, "contentLength": got.ContentLength, "metadata": got.Metadata}, err)
}

func (w *walk) readBySignedURL(ctx context.Context, client *oss.Client) {
	signed, err := client.Presign(ctx, &oss.GetObjectRequest{Bucket: oss.Ptr(w.Name), Key: oss.Ptr(objectKey)}, oss.PresignExpires(10*time.Minute))
	if err != nil {
		w.noteObject("oss signed URL", nil, err)
		return
	}
	response, err := http.Get(signed.URL)
	if err != nil {
		w.noteObject("oss signed URL", nil, err)
		return
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	w.noteObject("oss signed URL", map[string]any{"status": response.StatusCode, "text": string(text)}, err)
}

func (w *walk) deleteObject() {
	ctx, client := context.Background(), w.objects(w.AccessKeyID, w.AccessKeySecret)
	_, err := client.DeleteBucket(ctx, &oss.DeleteBucketRequest{Bucket: oss.Ptr(w.Name)})
	w.noteObject("oss DeleteBucket with an object in it", nil, err)
	_, err = client.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: oss.Ptr(w.Name), Key: oss.Ptr(objectKey)})
	w.noteObject("oss DeleteObject", nil, err)
	_, err = client.DeleteBucket(ctx, &oss.DeleteBucketRequest{Bucket: oss.Ptr(w.Name)})
	w.noteObject("oss DeleteBucket", nil, err)
}

func (w *walk) objectRefusals() {
	ctx := context.Background()
	get := func(client *oss.Client) error {
		_, err := client.GetObject(ctx, &oss.GetObjectRequest{Bucket: oss.Ptr("nobodys-bucket"), Key: oss.Ptr("x")})
		return err
	}
	w.noteObject("oss: a key that does not exist", nil, get(w.objects("LTAI5tNobodyHasThisKey", "x")))
	w.noteObject("oss: a wrong secret", nil, get(w.objects(w.AccessKeyID, "not-the-secret")))
	w.noteObject("oss: a bucket that does not exist", nil, get(w.objects(w.AccessKeyID, w.AccessKeySecret)))
	_, err := w.objects(w.AccessKeyID, w.AccessKeySecret).HeadObject(ctx, &oss.HeadObjectRequest{Bucket: oss.Ptr("nobodys-bucket"), Key: oss.Ptr("x")})
	w.noteObject("oss: a HEAD of what does not exist", nil, err)
}

func (w *walk) noteObject(operation string, body any, err error) {
	if err == nil {
		w.note(operation, reply{body: plain(body)}, nil)
		return
	}
	problem := &fault{Kind: "unknown", Message: err.Error()}
	var service *oss.ServiceError
	if errors.As(err, &service) {
		problem = &fault{Kind: "ServiceError", Status: service.StatusCode, Code: service.Code, Message: service.Message, RequestID: service.RequestID}
	}
	w.note(operation, reply{}, problem)
}
